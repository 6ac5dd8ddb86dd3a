roomtone-profile 1

profile wbd-component "Warner Bros. Discovery, component audio"
  version 1
  kind delivery
  source "WBD component audio, release 1.3" url "https://mediaengineering.wbd.com/" date 2025
  grade A
  note "One sound field per file; 5.1 comes with 2.0. First frame of action at 01:00:00:00 in the TimeReference; head pad at most 5 s, no tail pad."
  family film
  adjust never
  format bwf 48 kHz 24 bit
  containers bwf rf64
  rates 48 kHz
  bits 24
  layouts mono stereo 5.1 7.1
