roomtone-profile 1

profile amazon-music "Amazon Music"
  version 1
  kind playback
  source "Amazon Music for Artists" url "https://artists.amazonmusic.com/" date 2026
  grade B
  note "Also the preset of audio workstations; advises -2 dBTP."
  family music
  anchor programme
  loudness -14 LUFS tolerance 1 LU mono-as dual
  true-peak -2 dBTP
  adjust always
