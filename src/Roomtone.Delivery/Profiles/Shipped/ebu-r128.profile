roomtone-profile 1

profile ebu-r128 "EBU R 128, programme"
  version 1
  kind delivery
  source "EBU Recommendation R 128, version 5 (2023)" url "https://tech.ebu.ch/publications/r128" date 2023
  grade A
  note "Target and maximum true peak are graded A; the tolerances (0.2 LU for measurement, 1 LU where live work cannot do better) B."
  note "A mono file counts as BS.1770 writes it: as one loudspeaker."
  family broadcast
  anchor programme
  loudness -23 LUFS tolerance 0.2 LU reject 1 LU mono-as single
  true-peak -1 dBTP
  adjust never
  limiting 1 dB largest 2 dB
  format bwf 48 kHz 24 bit
