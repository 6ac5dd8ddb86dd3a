roomtone-profile 1

profile dcp "Digital cinema package, sound"
  version 1
  kind delivery
  source "Interop and SMPTE DCP practice; ST 428-12 for channels" url "https://cinepedia.com/packaging/sound/" date 2024
  grade B
  note "Length is frames divided by the frame rate exactly. Some packagers read no RF64."
  family film
  adjust never
  format wav 48 kHz 24 bit
  containers wav
  rates 48 kHz 96 kHz
  bits 24
  layouts stereo 5.1 7.1
