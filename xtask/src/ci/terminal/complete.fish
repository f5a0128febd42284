# Prints what fish offers for a line, one a line, each with what it is said to be. Given are the script of
# `ccapi completion fish` and the line.
source $argv[1]
complete -C $argv[2]
