roomtone-profile 1

profile podcast-mono "Podcast, one channel"
  version 1
  kind delivery
  source "Practice of podcast hosts" url "https://podcasters.apple.com/support/893-audio-requirements" date 2026
  grade B
  note "-19 LUFS of one channel is as loud as -16 LUFS from both loudspeakers."
  family podcast
  anchor programme
  loudness -19 LUFS tolerance 1 LU mono-as single
  true-peak -1 dBTP
  adjust always
  limiting 3 dB largest 4 dB
  format mp3 96 kbps mono
  containers mp3 aac
  layouts mono
