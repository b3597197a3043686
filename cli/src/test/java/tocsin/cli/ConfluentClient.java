package tocsin.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.avro.AvroSchema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import org.apache.flink.avro.shaded.org.apache.avro.Schema;
import org.apache.flink.avro.shaded.org.apache.avro.generic.GenericDatumReader;
import org.apache.flink.avro.shaded.org.apache.avro.generic.GenericDatumWriter;
import org.apache.flink.avro.shaded.org.apache.avro.generic.GenericRecord;
import org.apache.flink.avro.shaded.org.apache.avro.io.DecoderFactory;
import org.apache.flink.avro.shaded.org.apache.avro.io.EncoderFactory;
import org.apache.flink.formats.avro.registry.confluent.ConfluentSchemaRegistryCoder;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;

/// Somebody else's reader and writer of framed Avro, without a line of ours: Confluent's registry
/// client (7.5.3) and an Avro of its own, both relocated into Flink's `avro-confluent` format, and
/// Flink's framing. Confluent's `KafkaAvroSerializer` and `KafkaAvroDeserializer` are not in there.
final class ConfluentClient {
    private final SchemaRegistryClient client;

    ConfluentClient(URI registry) {
        client = new CachedSchemaRegistryClient(registry.toString(), 100);
    }

    /// What framed bytes hold, as Avro's JSON, decoded with the schema that the client fetched.
    String read(byte[] framed) throws IOException {
        var in = new ByteArrayInputStream(framed);
        var schema = new ConfluentSchemaRegistryCoder(client).readSchema(in);
        var value =
                new GenericDatumReader<GenericRecord>(schema)
                        .read(null, DecoderFactory.get().binaryDecoder(in, null));
        var out = new ByteArrayOutputStream();
        var json = EncoderFactory.get().jsonEncoder(schema, out);
        new GenericDatumWriter<GenericRecord>(schema).write(value, json);
        json.flush();
        return out.toString(UTF_8);
    }

    /// Framed bytes of a value given as Avro's JSON; the client registers its schema.
    byte[] write(String subject, String schemaText, String json) throws IOException {
        var schema = new Schema.Parser().parse(schemaText);
        var value =
                new GenericDatumReader<GenericRecord>(schema)
                        .read(null, DecoderFactory.get().jsonDecoder(schema, json));
        var out = new ByteArrayOutputStream();
        new ConfluentSchemaRegistryCoder(subject, client).writeSchema(schema, out);
        var binary = EncoderFactory.get().binaryEncoder(out, null);
        new GenericDatumWriter<GenericRecord>(schema).write(value, binary);
        binary.flush();
        return out.toByteArray();
    }

    /// The id under which the registry knows a schema.
    int id(String subject, String schemaText) throws IOException, RestClientException {
        return client.getId(subject, new AvroSchema(schemaText));
    }

    /// The compatibility demanded of a subject.
    String compatibility(String subject) throws IOException, RestClientException {
        return client.getConfig(subject).getCompatibilityLevel();
    }
}
