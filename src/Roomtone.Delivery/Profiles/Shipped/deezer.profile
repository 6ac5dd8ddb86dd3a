roomtone-profile 1

profile deezer "Deezer"
  version 1
  kind playback
  source "Deezer, normalisation" url "https://support.deezer.com/" date 2026
  grade B
  note "Also the preset of audio workstations."
  family music
  anchor programme
  loudness -15 LUFS tolerance 1 LU mono-as dual
  true-peak -1 dBTP
  adjust always
