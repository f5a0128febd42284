# Types a line into an interactive zsh, presses Tab and Enter, and prints the words that the command was given, with bars
# between them. Given are the folder with `_ccapi` and the line.
emulate -R zsh
zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell "PS1=; fpath=(${(q)1} \$fpath); autoload -Uz compinit; compinit -u -D"
zpty -w shell "ccapi() { printf '\\1%s\\2' \"\${(j:|:)@}\" }"
zpty -w -n shell "$2"$'\t\n'
zpty -r -m shell said $'*\1*\2*'
said=${said##*$'\1'}
print -r -- ${said%%$'\2'*}
