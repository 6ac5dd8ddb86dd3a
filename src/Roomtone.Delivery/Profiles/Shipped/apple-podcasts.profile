roomtone-profile 1

profile apple-podcasts "Apple Podcasts"
  version 1
  kind delivery
  source "Apple Podcasts for Creators, audio requirements" url "https://podcasters.apple.com/support/893-audio-requirements" date 2026
  grade A
  note "Apple states the target to creators as advice and measures true peak after BS.1770-4; level the file before it is encoded."
  note "A mono file is heard from both loudspeakers, so it counts as dual mono: 3 LU more than its one channel."
  family podcast
  anchor programme
  loudness -16 LUFS tolerance 1 LU mono-as dual
  true-peak -1 dBTP
  adjust always
  limiting 3 dB largest 4 dB
  format mp3 128 kbps
  containers mp3 aac
  layouts mono stereo
