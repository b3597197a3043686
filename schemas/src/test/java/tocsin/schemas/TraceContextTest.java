package tocsin.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tocsin.schemas.identity.TraceContext;

class TraceContextTest {
    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01, true
                    01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00, true
                    ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01, false
                    00-00000000000000000000000000000000-b7ad6b7169203331-01, false
                    00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01, false
                    00-0AF7651916CD43DD8448EB211C80319C-B7AD6B7169203331-01, false
                    00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331, false
                    nonsense, false
                    """)
    void only_a_trace_of_the_right_shape_is_taken(String header, boolean taken) {
        assertThat(TraceContext.of(header).isPresent()).isEqualTo(taken);
    }
}
