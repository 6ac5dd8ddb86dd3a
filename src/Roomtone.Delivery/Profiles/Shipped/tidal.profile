roomtone-profile 1

profile tidal "Tidal"
  version 1
  kind playback
  source "Tidal loudness normalisation" url "https://tidal.com/supported-files" date 2026
  grade B
  note "Never turns up."
  family music
  anchor programme
  loudness -14 LUFS tolerance 1 LU mono-as dual
  true-peak -1 dBTP
  adjust always
