roomtone-profile 1

profile prime-video "Prime Video, stereo audio file"
  version 2
  kind delivery
  source "Prime Video ingest, audio" url "https://videocentral.amazon.com/support/delivery-experience/" date 2025
  grade A
  note "No loudness is asked for. Picture and sound differ by at most 2 s; no bars, no slates."
  family film
  adjust never
  format wav 48 kHz 24 bit stereo
  containers wav
  layouts stereo
  forbids line-up
