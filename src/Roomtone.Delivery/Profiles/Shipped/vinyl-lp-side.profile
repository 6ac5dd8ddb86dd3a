roomtone-profile 1

profile vinyl-lp-side "Vinyl, side of a 12-inch LP at 33 rpm"
  version 1
  kind delivery
  source "Delivery pages of six pressing plants" url "https://www.furnacemfg.com/" date 2025
  grade B
  note "Bass mono or in phase below 150 to 300 Hz, high-pass 20 to 30 Hz, low-pass 15 to 18 kHz; best under 19:30, at most 23 minutes. One file a side, with a cue sheet."
  family music
  true-peak 0 dBTP
  adjust never
  format wav 24 bit stereo
  containers wav aiff
  bits 24 32
  layouts stereo
  duration 10 s .. 1380 s
