roomtone-profile 1

profile aes-td1008-album "AES TD1008, loudest track of an album"
  version 1
  kind delivery
  source "AES TD1008, recommendations for loudness of internet audio streaming" url "https://www.aes.org/technical/documentDownloads.cfm?docID=731" date 2021
  grade B
  note "Albums are normalised as a whole: the loudest track at -14 LUFS."
  note "The maximum true peak is graded C."
  family music
  anchor programme
  loudness -14 LUFS tolerance 1 LU mono-as dual
  true-peak -1 dBTP
  adjust always
