roomtone-profile 1

profile disney-plus "Disney+, near-field"
  version 1
  kind delivery
  source "Secondary sources" url "https://headroomstudio.com/" date 2024
  grade !
  note "Sources conflict: -27 LKFS of dialogue with 2 LU, or -24 LKFS of the whole file with 0.4 LU."
  family film
  anchor dialogue
  loudness -27 LKFS tolerance 2 LU mono-as single
  true-peak -2 dBTP
  adjust never
  rates 48 kHz
  bits 24
