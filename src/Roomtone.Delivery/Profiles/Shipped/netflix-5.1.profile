roomtone-profile 1

profile netflix-5.1 "Netflix, near-field 5.1"
  version 1
  kind delivery
  source "Netflix Sound Mix Specifications and Best Practices" url "https://partnerhelp.netflixstudios.com/hc/en-us/articles/360001794307" date 2024
  grade A
  note "Target and true peak are for the mix; quality control rejects beyond the second pair of figures. Dialogue is gated after BS.1770-1; below 15 % of dialogue the programme is measured."
  note "A plain fold-down is not to be passed off as a stereo mix; 5.1 comes with 2.0."
  family film
  anchor dialogue
  loudness -27 LKFS tolerance 2 LU reject 3 LU mono-as single
  fallback speech-below 15 % programme -24 LKFS
  true-peak -2 dBTP reject -1 dBTP
  loudness-range 4 LU .. 18 LU
  adjust never
  format wav 48 kHz 24 bit
  containers wav rf64 bw64
  rates 48 kHz
  bits 24
  layouts 5.1
