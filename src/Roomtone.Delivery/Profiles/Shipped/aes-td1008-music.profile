roomtone-profile 1

profile aes-td1008-music "AES TD1008, music track"
  version 1
  kind delivery
  source "AES TD1008, recommendations for loudness of internet audio streaming" url "https://www.aes.org/technical/documentDownloads.cfm?docID=731" date 2021
  grade B
  note "Tracks normalised one by one, at most -16 LUFS."
  note "The maximum true peak is graded C."
  family music
  anchor programme
  loudness -16 LUFS tolerance 1 LU mono-as dual
  true-peak -1 dBTP
  adjust always
