roomtone-profile 1

profile spotify "Spotify, music"
  version 1
  kind playback
  source "Spotify for Artists, loudness normalization" url "https://support.spotify.com/us/artists/article/loudness-normalization/" date 2026
  grade A
  note "The service turns files up or down when they are played (normal setting) and rejects none for its loudness."
  note "Turning up stops where 1 dB of headroom is left. Over the target it advises a lower true peak, because lossy coding overshoots more."
  family music
  anchor programme
  loudness -14 LUFS tolerance 1 LU mono-as dual
  true-peak -1 dBTP louder -2 dBTP
  adjust always
  format flac 24 bit
  containers flac wav
