roomtone-profile 1

profile aes-td1008-speech "AES TD1008, speech"
  version 1
  kind delivery
  source "AES TD1008, recommendations for loudness of internet audio streaming" url "https://www.aes.org/technical/documentDownloads.cfm?docID=731" date 2021
  grade B
  note "Speech on demand."
  note "The maximum true peak is graded C."
  family podcast
  anchor programme
  loudness -18 LUFS tolerance 1 LU mono-as dual
  true-peak -1 dBTP
  adjust always
