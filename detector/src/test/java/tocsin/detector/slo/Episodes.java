package tocsin.detector.slo;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/// When a condition held: `[fire, clear)` in seconds, clear past the end when it still does.
record Episodes(List<Episode> list) {
    record Episode(int fire, int clear) {
        int length() {
            return clear - fire;
        }
    }

    /// Looks at every `step`th second.
    static Episodes of(int seconds, int step, IntPredicate holds) {
        var found = new ArrayList<Episode>();
        int fire = -1;
        for (int second = step; second <= seconds; second += step) {
            if (holds.test(second) != fire >= 0) {
                if (fire >= 0) {
                    found.add(new Episode(fire, second));
                }
                fire = fire >= 0 ? -1 : second;
            }
        }
        if (fire >= 0) {
            found.add(new Episode(fire, Integer.MAX_VALUE));
        }
        return new Episodes(found);
    }

    /// Episodes that are apart by no more than `gap` seconds taken as one.
    Episodes joined(int gap) {
        var joined = new ArrayList<Episode>();
        for (var episode : list) {
            if (!joined.isEmpty() && episode.fire() - joined.getLast().clear() <= gap) {
                var before = joined.removeLast();
                joined.add(new Episode(before.fire(), episode.clear()));
            } else {
                joined.add(episode);
            }
        }
        return new Episodes(joined);
    }

    /// Without those shorter than `seconds`.
    Episodes lasting(int seconds) {
        return new Episodes(list.stream().filter(episode -> episode.length() >= seconds).toList());
    }

    int count() {
        return list.size();
    }

    Episode get(int number) {
        return list.get(number);
    }
}
