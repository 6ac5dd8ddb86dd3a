roomtone-profile 1

profile cinema-ad-sawa "Cinema advertisement, SAWA"
  version 1
  kind delivery
  source "SAWA, loudness of cinema advertising; ISO 21727" url "https://www.iso.org/standard/68219.html" date 2016
  grade B
  note "Leq(M) over the whole length, in a room aligned to 85 dB(C) a screen channel. The limit is graded B."
  family film
  leq-m 82 dB
  adjust never
  rates 48 kHz
  bits 24
  duration 1 s .. 180 s
