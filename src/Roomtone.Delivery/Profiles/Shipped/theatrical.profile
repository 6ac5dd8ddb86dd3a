roomtone-profile 1

profile theatrical "Theatrical mix"
  version 1
  kind delivery
  source "Netflix and practice of mixing stages; ISO 21727 for the room" url "https://partnerhelp.netflixstudios.com/hc/en-us/articles/360001794307" date 2024
  grade B
  note "No loudness limit: the room is aligned, 85 dB(C) a screen channel at -20 dBFS. Dialogue lies typically at -27 LKFS."
  family film
  true-peak 0 dBTP
  adjust never
  format bwf 48 kHz 24 bit
  rates 48 kHz 96 kHz
  bits 24
