roomtone-profile 1

profile apple-music "Apple Music, Sound Check"
  version 1
  kind playback
  source "Apple Digital Masters" url "https://www.apple.com/apple-music/apple-digital-masters/" date 2026
  grade B
  note "No level is asked for; masters must not clip after AAC 256 kbps. Sound Check plays at -16 LUFS and knows albums. At least 24 bit at the native rate."
  family music
  anchor programme
  loudness -16 LUFS tolerance 1 LU mono-as dual
  true-peak -1 dBTP
  adjust always
  format wav 24 bit
  containers wav aiff flac alac
  bits 24 32
