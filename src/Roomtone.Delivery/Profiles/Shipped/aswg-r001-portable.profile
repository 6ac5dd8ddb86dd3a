roomtone-profile 1

profile aswg-r001-portable "ASWG-R001, portable games"
  version 1
  kind delivery
  source "Sony ASWG-R001, average loudness and peak levels of audio content" url "https://www.audiokinetic.com/library/" date 2013
  grade C
  note "Measure at least 30 minutes of representative play."
  family game
  anchor programme
  loudness -18 LUFS tolerance 2 LU mono-as single
  true-peak -1 dBTP
  adjust never
  rates 48 kHz
