// SPDX-License-Identifier: Apache-2.0
package org.valise.sts.records;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The octets that {@link RecordFuzz} began with, and those that once mattered. Without the fuzzer, which would change this JVM. */
class RecordFuzzInputsTest {

    private static final Path INPUTS = Path.of("src/test/resources/org/valise/sts/records/RecordFuzzInputs");

    static List<Path> inputs() throws IOException {
        try (Stream<Path> files = Files.walk(INPUTS)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void nothingIsFoundAnyMore(Path input) throws ReflectiveOperationException, IOException {
        Method target = RecordFuzz.class.getDeclaredMethod(
                input.getParent().getFileName().toString(), byte[].class);
        target.invoke(new RecordFuzz(), (Object) Files.readAllBytes(input));
        target.invoke(new RecordFuzz(), (Object) new byte[0]);
    }
}
