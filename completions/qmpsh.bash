# bash completion for qmpsh(1)
_qmpsh()
{
    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}
    local i

    # behind "--" the words are QEMU's own command line
    for ((i = 1; i < COMP_CWORD; i++)); do
        if [[ ${COMP_WORDS[i]} == -- ]]; then
            mapfile -t COMPREPLY < <(compgen -c -f -- "$cur")
            return
        fi
    done
    case $prev in
    -o | --output)
        mapfile -t COMPREPLY < <(compgen -W 'auto pretty json wire' -- "$cur")
        return
        ;;
    --color)
        mapfile -t COMPREPLY < <(compgen -W 'auto always never' -- "$cur")
        return
        ;;
    -f | --file | -l | --logfile)
        compopt -o filenames
        mapfile -t COMPREPLY < <(compgen -f -- "$cur")
        return
        ;;
    -c | --command | -t | --timeout | -w | --wait | --max-message)
        return
        ;;
    esac
    if [[ $cur == -* ]]; then
        mapfile -t COMPREPLY < <(compgen -W '
            -H --hmp -N --skip-negotiation -L --listen -c --command -f --file
            -e --exit-on-error -o --output -p --pretty -v --verbose
            -l --logfile -t --timeout -P --pipeline --dry-run -w --wait --max-message
            --color --no-history -q --quiet -h --help -V --version --
            ' -- "$cur")
        return
    fi
    # an ADDRESS: sockets and the folders they may be in
    compopt -o filenames
    mapfile -t COMPREPLY < <(
        compgen -f -- "$cur" | while IFS= read -r i; do
            if [[ -S $i || -d $i ]]; then
                printf '%s\n' "$i"
            fi
        done
    )
}
complete -F _qmpsh qmpsh
