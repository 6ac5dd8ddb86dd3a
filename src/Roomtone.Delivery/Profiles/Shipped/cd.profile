roomtone-profile 1

profile cd "Compact disc track"
  version 1
  kind delivery
  source "IEC 60908, Red Book practice" url "https://webstore.iec.ch/publication/3885" date 1999
  grade B
  note "Tracks are at least 4 s and cut on sectors of 588 samples; 99 tracks at most, 79:57 in all (C)."
  family music
  sample-peak 0 dBFS
  adjust never
  format wav 44.1 kHz 16 bit stereo
  containers wav aiff flac
  rates 44.1 kHz
  bits 16
  layouts stereo
  duration 4 s .. 4797 s
