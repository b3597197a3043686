package tocsin.responder.incident;

import org.jspecify.annotations.Nullable;

import tocsin.responder.policy.Severity;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What the newest incident of one stream is said to do, without anything that makes it so.
final class NaiveLifeCycle {
    final Map<String, Calling> firing = new TreeMap<>();
    Status status = Status.RESOLVED;
    Severity severity = Severity.SEV4;
    long opened;
    int reopened;
    private boolean pinned;
    private Instant resolvedAt = Instant.MIN;
    private Instant lapsesAt = Instant.MAX;
    private Instant sev1At = Instant.MAX;
    private Instant lowerAt = Instant.MAX;
    private Instant calmAt = Instant.MAX;
    private Instant now = Instant.MIN;

    /// Something that fires.
    ///
    /// @param expires when it is over without a word; null for never
    record Calling(Severity severity, @Nullable Instant expires) {
        boolean repeats(Calling other) {
            return severity == other.severity
                    && (expires == null || other.expires == null
                            ? expires == other.expires
                            : Duration.between(other.expires, expires)
                                            .abs()
                                            .compareTo(Duration.ofMinutes(1))
                                    <= 0);
        }

        Instant over() {
            return expires == null ? Instant.MAX : expires.plus(Duration.ofMinutes(1));
        }
    }

    void fires(String id, Severity calls, @Nullable Instant expires, Instant time) {
        now = time;
        var before = worst();
        var known = firing.get(id);
        var fired = new Calling(calls, expires);
        if (known != null && known.repeats(fired)) {
            return;
        }
        if (status != Status.RESOLVED) {
            firing.put(id, fired);
            calmAt = Instant.MAX;
            judge(before);
        } else if (known != null && !calls.worseThan(known.severity)) {
            firing.put(id, fired);
        } else if (opened > 0 && now.isBefore(resolvedAt.plus(Duration.ofMinutes(10)))) {
            firing.put(id, fired);
            reopened++;
            begin(worst());
        } else {
            firing.clear();
            firing.put(id, fired);
            opened++;
            reopened = 0;
            begin(calls);
        }
    }

    void ends(String id, Instant time) {
        now = time;
        var before = worst();
        if (firing.remove(id) == null || status == Status.RESOLVED) {
            return;
        }
        if (!firing.isEmpty()) {
            judge(before);
        } else if (reopened >= 3) {
            calmAt = now.plus(Duration.ofMinutes(15));
        } else {
            resolve();
        }
    }

    void resolved(Instant time) {
        now = time;
        resolve();
    }

    /// Somebody has it in hand.
    ///
    /// @param until of a snooze; null for the usual time
    void taken(Instant time, @Nullable Instant until) {
        now = time;
        status = Status.ACKNOWLEDGED;
        lapsesAt = until == null ? lapse() : until;
    }

    /// Somebody has said something about it.
    void touched(Instant time) {
        now = time;
        lapsesAt = status == Status.ACKNOWLEDGED ? lapse() : Instant.MAX;
    }

    void escalated(Instant time) {
        now = time;
        status = Status.OPEN;
        lapsesAt = Instant.MAX;
    }

    /// What a person says stays until something worse comes.
    void rated(Severity to, Instant time) {
        touched(time);
        lowerAt = Instant.MAX;
        change(to);
        pinned = true;
    }

    /// Whatever is due until then happens, one after the other.
    void pass(Instant end) {
        while (true) {
            var expiry =
                    firing.entrySet().stream()
                            .min(Map.Entry.comparingByValue(Comparator.comparing(Calling::over)));
            var expires = expiry.map(one -> one.getValue().over()).orElse(Instant.MAX);
            var due =
                    Stream.of(expires, lapsesAt, sev1At, lowerAt, calmAt)
                            .min(Instant::compareTo)
                            .orElseThrow();
            if (due.isAfter(end)) {
                return;
            }
            now = due.isAfter(now) ? due : now;
            if (due.equals(expires)) {
                ends(expiry.orElseThrow().getKey(), now);
            } else if (due.equals(lapsesAt)) {
                status = Status.OPEN;
                lapsesAt = Instant.MAX;
            } else if (due.equals(sev1At)) {
                change(Severity.SEV1);
            } else if (due.equals(lowerAt)) {
                lowerAt = Instant.MAX;
                Optional.ofNullable(worst()).filter(severity::worseThan).ifPresent(this::change);
            } else {
                resolve();
            }
        }
    }

    private void begin(Severity calls) {
        status = Status.OPEN;
        pinned = false;
        lapsesAt = Instant.MAX;
        sev1At = Instant.MAX;
        lowerAt = Instant.MAX;
        severity = Severity.SEV4;
        change(calls);
    }

    private void judge(@Nullable Severity before) {
        var calls = worst();
        boolean worse = before == null || calls.worseThan(before);
        if (calls.worseThan(severity)) {
            if (worse || !pinned) {
                change(calls);
            }
            return;
        }
        boolean less =
                (before != null && before.worseThan(calls))
                        || (!lowerAt.equals(Instant.MAX) && !worse);
        if (pinned || !less || !severity.worseThan(calls)) {
            lowerAt = Instant.MAX;
        } else if (lowerAt.equals(Instant.MAX)) {
            lowerAt = now.plus(Duration.ofMinutes(5));
        }
    }

    private void change(Severity to) {
        if (to == severity) {
            return;
        }
        if (to.pages() && !severity.pages()) {
            status = Status.OPEN;
            lapsesAt = Instant.MAX;
        }
        severity = to;
        pinned = false;
        lowerAt = Instant.MAX;
        if (to != Severity.SEV2) {
            sev1At = Instant.MAX;
        } else if (sev1At.equals(Instant.MAX)) {
            sev1At = now.plus(Duration.ofMinutes(30));
        }
    }

    private void resolve() {
        status = Status.RESOLVED;
        resolvedAt = now;
        lapsesAt = Instant.MAX;
        sev1At = Instant.MAX;
        lowerAt = Instant.MAX;
        calmAt = Instant.MAX;
    }

    private Instant lapse() {
        var usual = severity.pages() ? now.plus(Duration.ofHours(1)) : Instant.MAX;
        boolean both = !lapsesAt.equals(Instant.MAX) && !usual.equals(Instant.MAX);
        return both && lapsesAt.isAfter(usual) ? lapsesAt : usual;
    }

    private @Nullable Severity worst() {
        return firing.values().stream()
                .map(Calling::severity)
                .min(Severity::compareTo)
                .orElse(null);
    }
}
