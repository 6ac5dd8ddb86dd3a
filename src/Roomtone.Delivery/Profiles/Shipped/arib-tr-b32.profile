roomtone-profile 1

profile arib-tr-b32 "ARIB TR-B32, Japan"
  version 1
  kind delivery
  source "ARIB TR-B32, operational guidelines for loudness of digital television programs" url "https://www.arib.or.jp/english/std_tr/broadcasting/tr-b32.html" date 2025
  grade B
  note "NAB T032 allows as low as -28 LKFS where it is meant."
  family broadcast
  anchor programme
  loudness -24 LKFS tolerance 1 LU mono-as single
  true-peak -1 dBTP
  adjust never
  limiting 1 dB largest 2 dB
  format bwf 48 kHz 24 bit
  rates 48 kHz
