roomtone-profile 1

profile atsc-a85-short-form "ATSC A/85, advertisements and promotions"
  version 1
  kind delivery
  source "ATSC A/85, annexes on short-form content; CALM Act" url "https://www.atsc.org/atsc-documents/a85-techniques-establishing-maintaining-audio-loudness-digital-television/" date 2013
  grade B
  note "Short-form content is measured over the full mix, all channels."
  family broadcast
  anchor programme
  loudness -24 LKFS tolerance 2 LU mono-as single
  true-peak -2 dBTP
  adjust never
  rates 48 kHz
  format wav 48 kHz 24 bit
