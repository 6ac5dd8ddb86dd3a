roomtone-profile 1

profile acx "ACX / Audible, audiobook chapter"
  version 1
  kind delivery
  source "ACX audio submission requirements" url "https://help.acx.com/s/article/what-are-the-acx-audio-submission-requirements" date 2026
  grade B
  note "RMS, not LUFS, per file. All files mono or all stereo, alike in sound; head 0.5 to 1 s and tail 1 to 5 s of room tone; opening and closing credits; a retail sample of 1 to 5 minutes; human narration."
  family book
  anchor rms
  loudness -20.5 dBFS tolerance 2.5 LU
  true-peak -3 dBTP
  sample-peak -3 dBFS
  noise-floor -60 dBFS
  adjust always
  limiting 3 dB largest 6 dB
  format mp3 44.1 kHz 192 kbps cbr
  containers mp3
  rates 44.1 kHz
  bit-rate 192 kbps
  layouts mono stereo
  duration 1 s .. 7200 s
  naming "[A-Za-z0-9_-]+"
