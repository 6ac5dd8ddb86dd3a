roomtone-profile 1

profile spotify-podcasts "Spotify, podcasts"
  version 1
  kind playback
  source "Spotify for Creators, audio" url "https://support.spotify.com/us/creators/" date 2026
  grade B
  note "Normalised to -14 LUFS; -16 is common among podcasts and is turned up where peaks leave room."
  family podcast
  anchor programme
  loudness -14 LUFS tolerance 1 LU mono-as dual
  true-peak -1 dBTP
  adjust always
  format mp3 128 kbps
  containers mp3 aac flac wav
