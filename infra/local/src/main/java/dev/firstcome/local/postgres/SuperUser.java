package dev.firstcome.local.postgres;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** The role that owns a server; only this module uses it. */
record SuperUser(String password) {
    static final String NAME = "postgres";

    Connection connect(int port, String database) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", NAME);
        properties.setProperty("password", password);
        properties.setProperty("connectTimeout", "2");
        properties.setProperty("loginTimeout", "5");
        properties.setProperty("socketTimeout", "30");
        // What is set up while no standby is there yet must not wait for one.
        properties.setProperty("options", "-c synchronous_commit=local");
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/" + database, properties);
    }
}
