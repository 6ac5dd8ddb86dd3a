roomtone-profile 1

profile amazon-studios "Amazon Studios, near-field"
  version 1
  kind delivery
  source "Amazon Studios sound delivery specification" url "https://videocentral.amazon.com/" date 2024
  grade B
  note "Read from a copy of the portal. Files outside the range are rejected. LFE is low-passed at 120 Hz, 24 dB per octave; Atmos has no loudness requirement."
  family film
  anchor dialogue
  loudness -27 LKFS tolerance 2 LU mono-as single
  true-peak -2 dBTP
  adjust never
  format wav 48 kHz 24 bit
  containers wav rf64 bw64
  rates 48 kHz
  bits 24
  layouts stereo 5.1
