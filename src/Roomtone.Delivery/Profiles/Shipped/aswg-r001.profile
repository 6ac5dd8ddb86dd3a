roomtone-profile 1

profile aswg-r001 "ASWG-R001, games at home"
  version 1
  kind delivery
  source "Sony ASWG-R001, average loudness and peak levels of audio content" url "https://www.audiokinetic.com/library/" date 2013
  grade !
  note "One reading of the text says -23, another -24 LUFS. Measure at least 30 minutes of representative play (C)."
  family game
  anchor programme
  loudness -23 LUFS tolerance 2 LU mono-as single
  true-peak -1 dBTP
  adjust never
  rates 48 kHz
