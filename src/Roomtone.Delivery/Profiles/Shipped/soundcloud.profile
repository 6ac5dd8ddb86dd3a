roomtone-profile 1

profile soundcloud "SoundCloud"
  version 1
  kind playback
  source "SoundCloud, observed" url "https://help.soundcloud.com/" date 2026
  grade !
  note "Sources differ between -10 and -14 LUFS."
  family music
  anchor programme
  loudness -14 LUFS tolerance 1 LU mono-as dual
  true-peak -1 dBTP
  adjust always
