roomtone-profile 1

profile bbc-sounds "BBC Radio and Sounds"
  version 1
  kind delivery
  source "BBC, delivery of audio programmes" url "https://www.bbc.co.uk/commissioning/radio" date 2024
  grade A
  note "16 bit, more by agreement. Podcasts over 15 minutes need a marker at 35 to 65 % of their length. Must be compatible with mono."
  family broadcast
  anchor programme
  loudness -23 LUFS tolerance 0.5 LU mono-as single
  true-peak -1 dBTP
  adjust when-outside
  limiting 1 dB largest 2 dB
  format wav 48 kHz 16 bit
  containers wav bwf flac
  rates 48 kHz
  bits 16
