roomtone-profile 1

profile youtube "YouTube"
  version 1
  kind playback
  source "YouTube, observed behaviour of stats for nerds" url "https://support.google.com/youtube/" date 2026
  grade B
  note "Turns down only; the target is not officially published."
  family music
  anchor programme
  loudness -14 LUFS tolerance 1 LU mono-as dual
  true-peak -1 dBTP
  adjust always
