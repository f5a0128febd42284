# Asks what bash offers for a line, and prints it, one a line. Given are the script of `ccapi completion bash`, and the words of
# the line, of which the last is begun.
# shellcheck source=/dev/null
source "$1"
shift
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
# It works only while bash itself completes.
compopt() { :; }
_ccapi "$1" "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
printf '%s\n' "${COMPREPLY[@]}"
