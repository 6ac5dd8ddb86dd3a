roomtone-profile 1

profile atsc-a85-long-form "ATSC A/85, long-form content"
  version 1
  kind delivery
  source "ATSC A/85, techniques for establishing and maintaining audio loudness" url "https://www.atsc.org/atsc-documents/a85-techniques-establishing-maintaining-audio-loudness-digital-television/" date 2013
  grade B
  note "The anchor of long-form content is its dialogue. Unless another dialnorm was agreed, the target is -24 LKFS."
  family broadcast
  anchor dialogue
  loudness -24 LKFS tolerance 2 LU mono-as single
  fallback speech-below 15 % programme -24 LKFS
  true-peak -2 dBTP
  adjust never
  rates 48 kHz
  format wav 48 kHz 24 bit
