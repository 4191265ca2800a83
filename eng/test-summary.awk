# Reads the .trx files of a test run; prints why tests were skipped, which failed, with -v golden=1 one line per golden case,
# and the totals as the last line. -v ended_early="A.Tests B.Tests": runs that died before writing all their results.
# Beside them it reads index.json files of golden cases: a case that no test looked at is missing, which is a failure.
# Exit status 1 when something failed or nothing ran.

function plain(text) {
    gsub(/&quot;/, "\"", text); gsub(/&lt;/, "<", text); gsub(/&gt;/, ">", text); gsub(/&apos;/, "'", text)
    gsub(/&#xD;|&#xA;/, " ", text); gsub(/&amp;/, "\\&", text)
    return text
}

function attribute(line, name,   from) {
    from = index(line, " " name "=\"")
    if (!from) return ""
    line = substr(line, from + length(name) + 3)
    return plain(substr(line, 1, index(line, "\"") - 1))
}

# The case a golden theory is about: its first argument, from a display name like Tests.Neuron_agrees(id: "ilif_T1_D1").
function golden_case(test,   from) {
    from = match(test, /\([A-Za-z_]+: "/)
    if (!from) return ""
    test = substr(test, from + RLENGTH)
    test = substr(test, 1, index(test, "\"") - 1)
    return test ~ /\// ? test : "spikeyolo/" test
}

function finish(   id) {
    if (test == "") return
    if (outcome == "Passed") { passed++; state = "passed" }
    else if (outcome == "NotExecuted") {
        skipped++
        state = message ~ /^absent:/ ? "absent" : "skipped"
        reasons[state == "absent" ? "absent from the folder of golden cases" : message]++
    } else { failed++; state = "failed"; failures[failed] = test ": " message }
    id = golden_case(test)
    # Several tests may look at one case: one failure makes it failed, one absence absent.
    if (id != "" && rank[state] > rank[cases[id]]) cases[id] = state
    test = ""
}

BEGIN {
    rank["passed"] = 1; rank["skipped"] = 2; rank["absent"] = 3; rank["failed"] = 4
    # Of parts that do not exist yet: event cameras, the COCO tool's metric, PyTorch's own checkpoints.
    later = "^(gen1_|ilif_gen1_|coco$|ckpt_)"
}

FILENAME ~ /\/index\.json$/ {
    area = FILENAME
    sub(/\/index\.json$/, "", area); sub(/.*\//, "", area)
    for (line = $0; match(line, /"id": *"[^"]*"/); line = substr(line, RSTART + RLENGTH)) {
        id = substr(line, RSTART, RLENGTH - 1)
        sub(/.*"/, "", id)
        if (id !~ later) due[area "/" id]
    }
    next
}

/^ *<UnitTestResult / {
    test = attribute($0, "testName"); outcome = attribute($0, "outcome"); message = ""; wanted = 0
    if ($0 ~ /\/>\r?$/) finish()
    next
}
/^ *<Message>/ && test != "" { wanted = 1; sub(/^ *<Message>/, "") }
wanted && message == "" {
    line = $0
    if (sub(/<\/Message>.*/, "", line)) wanted = 0
    message = plain(line)
}
/<\/Message>/ { wanted = 0 }
/^ *<\/UnitTestResult>/ { finish() }

END {
    sorted = "LC_ALL=C sort"
    for (reason in reasons) printf "skipped %4d  %s\n", reasons[reason], reason | sorted
    close(sorted)
    for (i = 1; i <= failed; i++) print "failure  " failures[i]
    runs = split(ended_early, names, " ")
    for (i = 1; i <= runs; i++) print "failure  " names[i] ": the run ended early"
    failed += runs
    for (id in due) if (!(id in cases)) {
        print "failure  " id ": no test looks at this golden case" | sorted
        cases[id] = "missing"
        failed++
    }
    close(sorted)
    if (golden) {
        for (id in cases) printf "%s  %s\n", cases[id], id | (sorted " -k2")
        close(sorted " -k2")
    }
    fflush()
    printf "%d passed, %d failed, %d skipped\n", passed, failed, skipped
    exit failed > 0 || passed == 0
}
