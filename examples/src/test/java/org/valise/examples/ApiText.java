// SPDX-License-Identifier: Apache-2.0
package org.valise.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.AnnotatedTypeVariable;
import java.lang.reflect.AnnotatedWildcardType;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.TypeVariable;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that a library shows to its users, one line for each type and member, sorted: what a review must see change. It
 * is read by reflection, so that it is the same on every version of Java.
 */
final class ApiText {

    private static final int VISIBLE = Modifier.PUBLIC | Modifier.PROTECTED;
    private static final Set<String> OF_EVERY_OBJECT = Set.of("equals", "hashCode", "toString");

    private final ModuleDescriptor module;
    private final Set<String> lines = new TreeSet<>();

    private ApiText(ModuleDescriptor module) {
        this.module = module;
    }

    /** The text of the library that has this class. */
    static String of(Class<?> member) throws IOException {
        ModuleReference found =
                ModuleFinder.of(place(member)).findAll().iterator().next();
        ApiText text = new ApiText(found.descriptor());
        text.addModule();
        try (ModuleReader reader = found.open();
                Stream<String> files = reader.list()) {
            files.filter(file -> file.endsWith(".class"))
                    .map(file ->
                            file.substring(0, file.length() - ".class".length()).replace('/', '.'))
                    .filter(text::isExported)
                    .forEach(text::addIfVisible);
        }
        return String.join("\n", text.lines) + "\n";
    }

    /** The library's own names without its package: nobody reads what is on every line. */
    private void line(Class<?> type, String dot, String rest) {
        String line = type.getName() + dot + rest;
        lines.add(line.replace(type.getPackageName() + ".", "").replace('$', '.'));
    }

    /** The module that has this class, as a folder or a jar, although it is not run as a module here. */
    static ModuleReference module(Class<?> member) {
        return ModuleFinder.of(place(member)).findAll().iterator().next();
    }

    private static Path place(Class<?> member) {
        try {
            return Path.of(
                    member.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private void addModule() {
        module.exports().forEach(e -> lines.add("module exports " + e.source() + to(e.targets())));
        module.opens().forEach(o -> lines.add("module opens " + o.source() + to(o.targets())));
        module.requires().stream()
                .filter(r -> r.modifiers().contains(ModuleDescriptor.Requires.Modifier.TRANSITIVE))
                .forEach(r -> lines.add("module requires transitive " + r.name()));
    }

    private static String to(Set<String> modules) {
        return listed(" to ", String.join(", ", new TreeSet<>(modules)));
    }

    private boolean isExported(String name) {
        String inPackage = name.substring(0, Math.max(0, name.lastIndexOf('.')));
        return module.exports().stream().anyMatch(e -> e.source().equals(inPackage)) && !name.endsWith("package-info");
    }

    private void addIfVisible(String name) {
        try {
            Class<?> type = Class.forName(name, false, ApiText.class.getClassLoader());
            if (isVisible(type)) {
                add(type);
            }
        } catch (ClassNotFoundException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }

    private static boolean isVisible(@Nullable Class<?> type) {
        return type == null || (type.getModifiers() & VISIBLE) != 0 && isVisible(type.getDeclaringClass());
    }

    private void add(Class<?> type) {
        line(type, " ", header(type));
        Arrays.stream(type.getDeclaredFields())
                .filter(f -> (f.getModifiers() & VISIBLE) != 0 && !f.isSynthetic())
                .forEach(f -> line(type, ".", field(f)));
        Arrays.stream(type.getDeclaredConstructors())
                .filter(c -> (c.getModifiers() & VISIBLE) != 0 && !type.isRecord())
                .forEach(c -> line(type, ".", executable("new", c)));
        methods(type)
                .filter(m -> (m.getModifiers() & VISIBLE) != 0 && !m.isSynthetic())
                .filter(Predicate.not(m -> isGiven(type, m)))
                .forEach(m -> line(type, ".", executable(m.getName(), m)));
    }

    /** With those that come from a superclass or interface that its users do not see. */
    private static Stream<Method> methods(Class<?> type) {
        Stream<Class<?>> above =
                Stream.concat(Stream.ofNullable(type.getSuperclass()), Arrays.stream(type.getInterfaces()));
        return Stream.concat(
                Arrays.stream(type.getDeclaredMethods()),
                above.filter(Predicate.not(ApiText::isVisible)).flatMap(ApiText::methods));
    }

    /** What every type of its kind has, or what the line of its type says already. */
    private static boolean isGiven(Class<?> type, Method method) {
        boolean bare = method.getParameterCount() == 0;
        return OF_EVERY_OBJECT.contains(method.getName())
                || type.isEnum() && Set.of("values", "valueOf").contains(method.getName())
                || type.isRecord()
                        && bare
                        && Arrays.stream(type.getRecordComponents())
                                .map(RecordComponent::getName)
                                .anyMatch(method.getName()::equals);
    }

    private static String header(Class<?> type) {
        int shown = VISIBLE | Modifier.STATIC | (type.isInterface() ? 0 : Modifier.ABSTRACT | Modifier.FINAL);
        String sealed = type.isSealed() ? "sealed " : "";
        String above = listed(" extends ", above(type)) + listed(" implements ", types(type.getAnnotatedInterfaces()));
        String permitted = type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses())
                        .map(Class::getName)
                        .sorted()
                        .collect(Collectors.joining(", ", " permits ", ""))
                : "";
        return marks(type) + Modifier.toString(type.getModifiers() & shown) + " " + sealed + kind(type)
                + variables(type.getTypeParameters()) + above + permitted;
    }

    private static String kind(Class<?> type) {
        if (type.isRecord()) {
            return "record"
                    + Arrays.stream(type.getRecordComponents())
                            .map(c -> text(c.getAnnotatedType()) + " " + c.getName())
                            .collect(Collectors.joining(", ", "(", ")"));
        }
        return type.isAnnotation() ? "@interface" : type.isInterface() ? "interface" : type.isEnum() ? "enum" : "class";
    }

    private static String above(Class<?> type) {
        Class<?> above = type.getSuperclass();
        boolean said = above == null || above == Object.class || type.isRecord() || type.isEnum();
        return said ? "" : text(type.getAnnotatedSuperclass());
    }

    private static String field(Field field) {
        String value =
                field.isEnumConstant() ? "enum constant" : marks(field) + Modifier.toString(field.getModifiers());
        return field.getName() + ": " + value + " " + text(field.getAnnotatedType());
    }

    private static String executable(String name, Executable of) {
        int shown = VISIBLE | Modifier.STATIC | Modifier.ABSTRACT;
        String standard = of instanceof Method method && method.isDefault() ? " default" : "";
        return name
                + Arrays.stream(of.getParameters()).map(ApiText::parameter).collect(Collectors.joining(", ", "(", ")"))
                + ": " + marks(of) + Modifier.toString(of.getModifiers() & shown) + standard
                + variables(of.getTypeParameters())
                + (of instanceof Method ? " " + text(of.getAnnotatedReturnType()) : "")
                + listed(" throws ", types(of.getAnnotatedExceptionTypes()));
    }

    private static String parameter(Parameter parameter) {
        String type = text(parameter.getAnnotatedType());
        String shown = parameter.isVarArgs() ? type.substring(0, type.length() - 2) + "..." : type;
        return shown + " " + parameter.getName();
    }

    private static String marks(AnnotatedElement element) {
        return element.isAnnotationPresent(Deprecated.class) ? "@Deprecated " : "";
    }

    private static String listed(String word, String names) {
        return names.isEmpty() ? "" : word + names;
    }

    private static String variables(TypeVariable<?>[] variables) {
        return variables.length == 0
                ? ""
                : Arrays.stream(variables)
                        .map(v -> v.getName() + bounds(" extends ", v.getAnnotatedBounds()))
                        .collect(Collectors.joining(", ", " <", ">"));
    }

    private static String bounds(String word, AnnotatedType[] bounds) {
        String names = Arrays.stream(bounds).map(ApiText::text).collect(Collectors.joining(" & "));
        return names.equals("Object") ? "" : listed(word, names);
    }

    private static String types(AnnotatedType[] types) {
        return Arrays.stream(types).map(ApiText::text).collect(Collectors.joining(", "));
    }

    private static String text(AnnotatedType type) {
        String mark = type.isAnnotationPresent(Nullable.class) ? "@Nullable " : "";
        if (type instanceof AnnotatedArrayType array) {
            return text(array.getAnnotatedGenericComponentType()) + (mark.isEmpty() ? "" : " " + mark) + "[]";
        }
        return mark + withoutMark(type);
    }

    private static String withoutMark(AnnotatedType type) {
        if (type instanceof AnnotatedParameterizedType generic) {
            String raw = ((ParameterizedType) generic.getType()).getRawType().getTypeName();
            return shortened(raw) + "<" + types(generic.getAnnotatedActualTypeArguments()) + ">";
        }
        if (type instanceof AnnotatedWildcardType wildcard) {
            return "?" + bounds(" super ", wildcard.getAnnotatedLowerBounds()) + bounds(" extends ", upper(wildcard));
        }
        boolean variable = type instanceof AnnotatedTypeVariable;
        return variable
                ? type.getType().getTypeName()
                : shortened(type.getType().getTypeName());
    }

    private static AnnotatedType[] upper(AnnotatedWildcardType wildcard) {
        return wildcard.getAnnotatedLowerBounds().length > 0
                ? new AnnotatedType[0]
                : wildcard.getAnnotatedUpperBounds();
    }

    private static String shortened(String name) {
        return name.lastIndexOf('.') == "java.lang".length() ? name.replace("java.lang.", "") : name;
    }

    /** The libraries, by the name of their module here. */
    record Library(String name, Class<?> member) {

        static final List<Library> ALL = List.of(
                new Library("sts-records", org.valise.sts.records.StsRecords.class),
                new Library("sts-email-client", org.valise.sts.email.KmcClient.class),
                new Library("sts-email-testing", org.valise.sts.email.testing.SimulatedGateway.class),
                new Library("sepamail-missive", org.valise.sepamail.missive.Missives.class),
                new Library("sepamail-smime", org.valise.sepamail.smime.MissiveOpener.class));
    }
}
