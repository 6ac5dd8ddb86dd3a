roomtone-profile 1

profile game-asset "Game asset"
  version 1
  kind delivery
  source "Practice of game audio teams" url "https://www.audiokinetic.com/library/" date 2025
  grade B
  note "Assets are levelled within their group, not to an absolute loudness; names are family_sub_action_variant_NN."
  family game
  sample-peak -1 dBFS
  adjust never
  format wav 48 kHz 24 bit
  containers wav
  rates 48 kHz
  bits 16 24
  layouts mono stereo quad
  naming "[a-z0-9]+(_[a-z0-9]+)+"
