roomtone-profile 1

profile atmos-music-bed "Atmos music, measured on its 5.1 downmix"
  version 1
  kind delivery
  source "Universal Music Group, Dolby Atmos delivery guide" url "https://contentguide.universalmusic.com/" date 2025
  grade A
  note "At most -18 LKFS, and not under -31, on the 5.1 downmix. The master itself is an ADM BWF of 24 bit with binaural metadata; LFE low-passed at 100 to 150 Hz."
  family music
  anchor programme
  loudness -24.5 LKFS tolerance 6.5 LU
  true-peak -1 dBTP
  adjust never
  format bwf 48 kHz 24 bit 5.1
  rates 48 kHz 96 kHz
  bits 24
  layouts 5.1
