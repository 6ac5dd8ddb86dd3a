roomtone-profile 1

profile ebu-r128-s4 "EBU R 128 s4, cinematic content"
  version 1
  kind delivery
  source "EBU R 128 s4, loudness normalisation of cinematic content" url "https://tech.ebu.ch/publications/r128s4" date 2023
  grade B
  note "Controls how far the dialogue lies under the programme. The limit of 5 LU is graded C: the dialogue is to be raised by reducing dynamics first."
  family broadcast
  anchor programme
  loudness -23 LUFS tolerance 0.5 LU mono-as single
  true-peak -1 dBTP
  adjust never
  format bwf 48 kHz 24 bit
