roomtone-profile 1

profile op-59 "Free TV Australia OP-59"
  version 1
  kind delivery
  source "Free TV Australia, operational practice OP-59" url "https://www.freetv.com.au/resources/" date 2020
  grade B
  note "Tolerance and true peak are graded C."
  family broadcast
  anchor programme
  loudness -24 LKFS tolerance 1 LU mono-as single
  true-peak -2 dBTP
  adjust never
  limiting 1 dB largest 2 dB
  format bwf 48 kHz 24 bit
  rates 48 kHz
