roomtone-profile 1

profile ebu-r128-s1 "EBU R 128 s1, short-form content"
  version 1
  kind delivery
  source "EBU R 128 s1, loudness parameters for short-form content" url "https://tech.ebu.ch/publications/r128s1" date 2020
  grade B
  note "Advertisements, trailers and promotions: the short-term loudness is limited instead of the range. The 2014 text took a momentary maximum of -15 LUFS as an alternative."
  note "A mono file counts as BS.1770 writes it: as one loudspeaker."
  family broadcast
  anchor programme
  loudness -23 LUFS tolerance 0.5 LU mono-as single
  true-peak -1 dBTP
  max-short-term -18 LUFS
  adjust never
  limiting 1 dB largest 2 dB
  format bwf 48 kHz 24 bit
