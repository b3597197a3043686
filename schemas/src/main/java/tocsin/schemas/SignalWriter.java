package tocsin.schemas;

import org.apache.avro.Schema;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.Encoder;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Writes signals, field by field as the schema orders them: one a minute for every objective and
/// rule, with some seventy fields each, would otherwise cost the detector more than its decisions.
/// A test holds it to the bytes that Avro's own writer makes.
@NullMarked
final class SignalWriter implements DatumWriter<SignalPoint> {
    @Override
    public void setSchema(Schema schema) {
        if (!schema.equals(SignalPoint.getClassSchema())) {
            throw new IllegalArgumentException("another schema than today's: " + schema);
        }
    }

    @Override
    public void write(SignalPoint signal, Encoder out) throws IOException {
        envelope(signal.getEnvelope(), out);
        out.writeEnum(SignalKind.getClassSchema().getEnumOrdinal(signal.getKind().name()));
        out.writeString(signal.getService());
        out.writeString(signal.getSlo());
        out.writeLong(signal.getDefinitions());
        out.writeBoolean(signal.getFiring());
        facets(signal.getFacets(), out);
        if (isThere(signal.getBudget(), out)) {
            budget(signal.getBudget(), out);
        }
        labels(signal.getLabels(), out);
        if (isThere(signal.getRule(), out)) {
            rule(signal.getRule(), out);
        }
    }

    private static void labels(Map<String, String> labels, Encoder out) throws IOException {
        out.writeMapStart();
        out.setItemCount(labels.size());
        for (var label : labels.entrySet()) {
            out.startItem();
            out.writeString(label.getKey());
            out.writeString(label.getValue());
        }
        out.writeMapEnd();
    }

    private static void envelope(Envelope envelope, Encoder out) throws IOException {
        out.writeString(envelope.getId());
        out.writeLong(envelope.getAt().toEpochMilli());
        if (isThere(envelope.getTrace(), out)) {
            out.writeString(envelope.getTrace());
        }
        var cause = envelope.getCause();
        if (isThere(cause, out)) {
            out.writeString(cause.getTopic());
            out.writeInt(cause.getPartition());
            out.writeLong(cause.getOffset());
            out.writeString(cause.getTimer());
            time(cause.getDue(), out);
        }
    }

    private static void facets(List<Facet> facets, Encoder out) throws IOException {
        out.writeArrayStart();
        out.setItemCount(facets.size());
        for (var facet : facets) {
            out.startItem();
            out.writeString(facet.getName());
            out.writeBoolean(facet.getFiring());
            time(facet.getSince(), out);
            out.writeLong(facet.getFactorMilli());
            windows(facet.getWindows(), out);
        }
        out.writeArrayEnd();
    }

    private static void windows(List<WindowCounts> windows, Encoder out) throws IOException {
        out.writeArrayStart();
        out.setItemCount(windows.size());
        for (var window : windows) {
            out.startItem();
            out.writeLong(window.getLengthMillis());
            out.writeLong(window.getTo().toEpochMilli());
            out.writeDouble(window.getBad());
            out.writeDouble(window.getTotal());
            out.writeDouble(window.getBurn());
        }
        out.writeArrayEnd();
    }

    private static void budget(Budget budget, Encoder out) throws IOException {
        out.writeLong(budget.getPeriodMillis());
        out.writeDouble(budget.getCoverage());
        out.writeLong(budget.getGood());
        out.writeLong(budget.getTotal());
        out.writeDouble(budget.getAllowedBad());
        out.writeDouble(budget.getConsumed());
        var exhaustedIn = budget.getExhaustedInMillis();
        if (isThere(exhaustedIn, out)) {
            out.writeLong(exhaustedIn);
        }
        time(budget.getBegin(), out);
        var frozen = budget.getFrozen();
        if (isThere(frozen, out)) {
            out.writeBoolean(frozen);
        }
        out.writeLong(budget.getSliceMillis());
    }

    private static void rule(RuleSignal rule, Encoder out) throws IOException {
        out.writeString(rule.getName());
        out.writeString(rule.getSli());
        out.writeString(rule.getMeasure());
        out.writeString(rule.getFacet());
        out.writeEnum(RulePhase.getClassSchema().getEnumOrdinal(rule.getState().name()));
        time(rule.getSince(), out);
        out.writeArrayStart();
        out.setItemCount(rule.getCompared().size());
        for (var compared : rule.getCompared()) {
            out.startItem();
            out.writeString(compared.getComparison());
            out.writeDouble(compared.getValue());
            number(compared.getLimit(), out);
            number(compared.getClear(), out);
            out.writeLong(compared.getLengthMillis());
            out.writeLong(compared.getTo().toEpochMilli());
        }
        out.writeArrayEnd();
    }

    private static void number(@Nullable Double number, Encoder out) throws IOException {
        if (isThere(number, out) && number != null) {
            out.writeDouble(number);
        }
    }

    private static void time(@Nullable Instant time, Encoder out) throws IOException {
        if (isThere(time, out) && time != null) {
            out.writeLong(time.toEpochMilli());
        }
    }

    /// Says which branch of `["null", ...]` follows.
    private static boolean isThere(@Nullable Object value, Encoder out) throws IOException {
        out.writeIndex(value == null ? 0 : 1);
        if (value == null) {
            out.writeNull();
        }
        return value != null;
    }
}
