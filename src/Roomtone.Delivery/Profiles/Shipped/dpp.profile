roomtone-profile 1

profile dpp "DPP / AS-11, UK television"
  version 1
  kind delivery
  source "DPP technical delivery standards" url "https://www.thedpp.com/specs" date 2023
  grade B
  note "The maximum true peak of -3 dBTP is the BBC and DPP rule; some texts allow 1 LU."
  note "A mono file counts as BS.1770 writes it: as one loudspeaker."
  family broadcast
  anchor programme
  loudness -23 LUFS tolerance 0.5 LU reject 1 LU mono-as single
  true-peak -3 dBTP
  adjust never
  limiting 1 dB largest 2 dB
  format bwf 48 kHz 24 bit
  rates 48 kHz
  bits 24
