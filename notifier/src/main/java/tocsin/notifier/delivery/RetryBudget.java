package tocsin.notifier.delivery;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/// How often each provider is asked again: ten times a second, and a fifth of what it took in the
/// last minute, so that its outage does not become our own storm. Who may not ask again goes to the
/// next channel, or waits where there is none. A belief, not a fact: it goes with the process.
public final class RetryBudget {
    private static final int A_SECOND = 10;
    private static final double OF_ACCEPTED = 0.2;
    private static final int SECONDS = 60;

    private final Map<String, Account> accounts = new HashMap<>();

    /// Whether the provider may not be asked again in this second.
    public boolean spent(String provider, Instant now) {
        var account = accounts.get(provider);
        return account != null && account.spent(now.getEpochSecond());
    }

    /// The provider is asked again.
    public void again(String provider, Instant now) {
        account(provider).again(now.getEpochSecond());
    }

    /// The provider has taken something.
    public void accepted(String provider, Instant now) {
        account(provider).accepted(now.getEpochSecond());
    }

    private Account account(String provider) {
        return accounts.computeIfAbsent(provider, _ -> new Account());
    }

    private static final class Account {
        private final int[] accepted = new int[SECONDS];
        private final long[] secondOf = new long[SECONDS];
        private long second;
        private int asked;

        boolean spent(long now) {
            return now == second && asked >= A_SECOND + OF_ACCEPTED * lastMinute(now) / SECONDS;
        }

        void again(long now) {
            asked = now == second ? asked + 1 : 1;
            second = now;
        }

        void accepted(long now) {
            int slot = (int) Math.floorMod(now, (long) SECONDS);
            accepted[slot] = secondOf[slot] == now ? accepted[slot] + 1 : 1;
            secondOf[slot] = now;
        }

        private int lastMinute(long now) {
            int sum = 0;
            for (int slot = 0; slot < SECONDS; slot++) {
                sum += secondOf[slot] > now - SECONDS ? accepted[slot] : 0;
            }
            return sum;
        }
    }
}
