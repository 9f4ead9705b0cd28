// SPDX-License-Identifier: Apache-2.0
package org.valise.examples;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;

/** The names that a document may put into back-quotes: public ones of the libraries, tests, commands and options. */
final class DocumentNames {

    private static final List<String> PACKAGES = List.of(
            "org.valise.sts.records",
            "org.valise.sts.email",
            "org.valise.sts.email.testing",
            "org.valise.sepamail.missive",
            "org.valise.sepamail.smime");

    private static final Pattern TYPE = Pattern.compile("([A-Z][A-Za-z0-9]*)((?:\\.\\w+)*)(?:\\(.*\\))?");
    private static final Pattern CONSTANT = Pattern.compile("[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*");

    /** Where the types of others lie that documents speak of. */
    private static final List<String> PACKAGES_OF_OTHERS = List.of(
            "java.io", "java.lang", "java.security", "java.sql", "jakarta.mail.internet", "org.bouncycastle.cms");

    /** What belongs to others and is not on the class path, each spelled by hand. */
    private static final Set<String> FOREIGN = Set.of(
            "EVkloadExpired",
            "Deferred",
            "NACK",
            "PRI_NORM",
            "SMIMESigned",
            "SMIMESignedGenerator",
            "SMIMEEnveloped",
            "SMIMEEnvelopedGenerator");

    private final Map<String, String> sources;
    private final CommandLine program;
    private final Map<String, List<Class<?>>> types = new HashMap<>();
    private final Set<String> constants = new HashSet<>();

    DocumentNames(Map<String, String> sources, CommandLine program) {
        this.sources = sources;
        this.program = program;
        sources.keySet().forEach(this::addType);
    }

    private void addType(String name) {
        List<Class<?>> found = find(name, PACKAGES);
        if (!found.isEmpty()) {
            types.put(name, found);
            found.forEach(this::addConstants);
        }
    }

    private static List<Class<?>> find(String name, List<String> packages) {
        List<Class<?>> found = new ArrayList<>();
        for (String home : packages) {
            try {
                Class<?> type = Class.forName(home + "." + name, false, DocumentNames.class.getClassLoader());
                if (Modifier.isPublic(type.getModifiers())) {
                    found.add(type);
                }
            } catch (ClassNotFoundException notThere) {
                // It is in another package, or a test.
            }
        }
        return found;
    }

    private void addConstants(Class<?> type) {
        Arrays.stream(type.getFields())
                .filter(field -> Modifier.isStatic(field.getModifiers()))
                .map(Field::getName)
                .forEach(constants::add);
        Arrays.stream(type.getClasses()).forEach(this::addConstants);
    }

    /**
     * What is neither a name, nor a command, nor an option is not looked up.
     *
     * @param examples the code of the document, whose own constants its prose may speak of
     */
    boolean exist(String span, List<String> examples) {
        Matcher type = TYPE.matcher(span);
        if (FOREIGN.contains(span)) {
            return true;
        }
        if (CONSTANT.matcher(span).matches()) {
            return constants.contains(span) || examples.stream().anyMatch(code -> code.contains(" " + span + ","));
        }
        if (type.matches()) {
            return isType(type.group(1), List.of(type.group(2).split("\\.", -1)));
        }
        List<String> words = List.of(span.split(" +", -1));
        return words.get(0).startsWith("--") || program.getSubcommands().containsKey(words.get(0))
                ? isCommand(words)
                : true;
    }

    private boolean isType(String name, List<String> path) {
        List<String> members = path.subList(1, path.size());
        List<Class<?>> found = types.getOrDefault(name, find(name, PACKAGES_OF_OTHERS));
        return found.stream().anyMatch(type -> has(type, members)) || isTest(name, members);
    }

    private static boolean has(Class<?> type, List<String> members) {
        if (members.isEmpty()) {
            return true;
        }
        String first = members.get(0);
        List<String> rest = members.subList(1, members.size());
        boolean member = Arrays.stream(type.getMethods())
                        .anyMatch(method -> method.getName().equals(first))
                || Arrays.stream(type.getFields())
                        .anyMatch(field -> field.getName().equals(first));
        return rest.isEmpty() && member
                || Arrays.stream(type.getClasses())
                        .filter(nested -> nested.getSimpleName().equals(first))
                        .anyMatch(nested -> has(nested, rest));
    }

    private boolean isTest(String name, List<String> members) {
        String source = sources.getOrDefault(name, "");
        boolean isTest =
                source.contains("@Test") || source.contains("@Property") || source.contains("@ParameterizedTest");
        return isTest && members.stream().allMatch(member -> source.contains("void " + member + "("));
    }

    /** An option alone may be of any command. */
    private boolean isCommand(List<String> words) {
        CommandLine command = program;
        Set<String> options = new HashSet<>();
        for (String word : words) {
            if (command.getSubcommands().containsKey(word)) {
                command = command.getSubcommands().get(word);
            } else if (command != program && !command.getSubcommands().isEmpty() && !word.startsWith("-")) {
                return false; // a group and no command of it
            }
        }
        gather(command, options);
        return words.stream()
                .filter(word -> word.startsWith("--") && !word.equals("--help"))
                .allMatch(options::contains);
    }

    private static void gather(CommandLine command, Set<String> options) {
        options.addAll(command.getCommandSpec().optionsMap().keySet());
        command.getSubcommands().values().forEach(sub -> gather(sub, options));
    }
}
